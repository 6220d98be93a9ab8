"""Read and check XLSForm workbooks."""
