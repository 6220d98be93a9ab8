"""What headquarters does with many assessments: compare, publish, resolve."""
