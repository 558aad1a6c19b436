"""One verb a file: may this be done, do it. Changes rows; never reads for a page."""
