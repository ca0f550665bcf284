//! Codes that have several messages each, and the units.

/// Families whose codes each have several messages: `error-not_found-title` and `error-not_found-text`,
/// `unit-patient-year` and `unit-patient-month`.
pub const DYNAMIC_PARTS: &[(&str, &[&str], &[&str])] = &[
    (
        "error",
        &[
            "forbidden",
            "not_found",
            "stale",
            "too_large",
            "refused",
            "internal",
            "unavailable",
            "uncertain",
            "disk_full",
            "session_expired",
            "csrf",
            "encoding",
            "malformed",
            "rate_limited",
        ],
        &["title", "text"],
    ),
    ("unit", UNITS, &["year", "month"]),
];

/// Units in which the record counts.
pub(super) const UNITS: &[&str] = &[
    "patient",
    "place",
    "person",
    "doctor",
    "specialist",
    "operation",
    "medicine",
    "device",
    "facility",
    "bed",
    "document",
    "working_group",
    "country",
    "specialty",
    "mission",
    "dose",
    "scholarship",
    "year",
    "percent",
    "USD",
    "item",
];
