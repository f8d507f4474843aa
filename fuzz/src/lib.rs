//! Generators and oracles that compare the tiers on generated modules.
