//! Families of ids of keys of partners, packages and signed answers.

use super::Family;

/// The families; refusals among them.
pub(super) const FAMILIES: &[Family] = &[
    ("scope", &["texts-approve"]),
    ("thing", &["partner_key"]),
    ("entry", &["partner_key_entered", "partner_key_confirmed", "partner_key_withdrawn"]),
    ("partner_key_state", &["waiting", "confirmed", "withdrawn"]),
    ("partner_key_now", &["waiting", "confirmed", "withdrawn"]),
    ("partner_key_why", &["lost", "other_hands", "replaced", "mistake"]),
    ("notice", &["key_to_compare"]),
    (
        "refusal",
        &[
            "partner-key-form",
            "partner-key-ours",
            "partner-key-there",
            "partner-key-differs",
            "partner-key-own",
            "partner-key-confirmed",
            "partner-key-withdrawn",
            "partner-key-not-entered",
            "partner-key-why",
            "signed-not-read",
            "signed-long",
            "signed-changed",
            "signed-proof",
            "signed-kind",
            "signed-remark",
            "signed-other",
            "signed-key-unknown",
            "signed-key-waiting",
            "signed-key-withdrawn",
            "signed-key-other",
        ],
    ),
    (
        "package_say",
        &[
            "whole",
            "changed",
            "not_package",
            "same",
            "other_text",
            "no_text",
            "no_key",
            "key_form",
            "passphrase",
            "short",
            "differ",
            "made",
            "office",
            "signed",
        ],
    ),
];
