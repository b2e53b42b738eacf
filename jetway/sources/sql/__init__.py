"""What the SQL databases share: compiling, pooling, writing, errors."""
