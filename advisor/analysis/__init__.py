"""What can be asked of an advice: what would change it, what changed, why, and options side by side."""
