"""Grades of earlier years that were given outside the product: brought in, never computed."""
