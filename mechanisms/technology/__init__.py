"""Technology trading platforms: licences sold in packages, and markets with a broker's fee."""
