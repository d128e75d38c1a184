"""The commands of ``advisor rules``: each file has one, as ``command``, and is imported only when it is called."""
