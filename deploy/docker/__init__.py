"""What the images are made of beside the code."""
