"""Rule files written in one style, corrected and begun, and the schemas by which editors complete them."""
