//! Independent checker of allocation certificates; shares no code with the engine.
