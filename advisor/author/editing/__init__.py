"""Rule files written, mended and begun: one style, fixes, schemas for editors, scaffolds."""
