"""Laptops, an oracle and faulty disks for tests of the record."""
