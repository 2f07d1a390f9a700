"""What dslint prints for `examples/`, and what each of them must show."""
