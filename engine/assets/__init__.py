"""The register of municipal property beside its rows: what is known of each kind, tables that bring it in."""
