"""The pages of the person in the cell."""
