"""Files made from a projection: PDF, Word and Excel."""
