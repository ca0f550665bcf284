//! Fake clock, seeded ids, a world builder, and the story every store must pass.
