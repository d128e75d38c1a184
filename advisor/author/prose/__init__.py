"""The texts that patients read: collected, measured, and said as sentences."""
