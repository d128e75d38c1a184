"""The commands of ``advisor rules``: one in each file, as ``command``; each is imported only when it is called."""
