//! Who gets which place under which published rule: engine, lottery, cut-offs, explanation, certificate.
