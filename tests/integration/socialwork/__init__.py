"""The social worker's desk."""
