"""The data types of forms: XML nodes, definitions, live cells and XPath syntax trees."""
