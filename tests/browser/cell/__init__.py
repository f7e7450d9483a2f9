"""The face of the person in the cell, as a browser draws it."""
