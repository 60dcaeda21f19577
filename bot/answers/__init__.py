"""A module per question: values in, values out; knows storage's protocol, and no front."""
