"""Stories of people who use the product, told over HTTP and in a browser."""
