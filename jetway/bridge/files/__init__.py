"""Files beside a source: uploads, signed addresses, and pictures made smaller."""
