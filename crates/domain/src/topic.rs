//! What a commitment is about, in what it is counted, and through whom its places go.

use crate::stage::coded;

coded! {
    /// The matter of a commitment.
    Topic {
        /// Patients treated abroad or by the partner.
        Treatment = "treatment",
        /// Specialist training of doctors (ordinatura).
        Residency = "residency",
        /// A stay in a foreign clinic.
        Internship = "internship",
        /// Any other study or course.
        Training = "training",
        /// Experts and joint operations, in either direction.
        ExpertExchange = "expert_exchange",
        /// A building, centre or large device.
        Facility = "facility",
        /// A document between parties.
        Instrument = "instrument",
        /// Law, rules, recognition.
        Regulation = "regulation",
        /// Registration of medicines and devices.
        MedicinesRegister = "medicines_register",
        /// Local production.
        Localisation = "localisation",
        /// A joint working group or commission.
        WorkingGroup = "working_group",
        /// A body of many countries.
        MultilateralBody = "multilateral_body",
        /// Telemedicine and digital health.
        DigitalHealth = "digital_health",
        /// Medicines, vaccines, equipment given.
        Supply = "supply",
        /// Joint research.
        Research = "research",
        /// Anything else.
        Other = "other",
    }
}

coded! {
    /// What is counted.
    Unit {
        /// Patients.
        Patient = "patient",
        /// Places in a programme.
        Place = "place",
        /// Persons of no nearer description.
        Person = "person",
        /// Doctors.
        Doctor = "doctor",
        /// Specialists.
        Specialist = "specialist",
        /// Operations.
        Operation = "operation",
        /// Names of medicines.
        Medicine = "medicine",
        /// Devices or names of devices.
        Device = "device",
        /// Hospitals, centres and other facilities.
        Facility = "facility",
        /// Beds.
        Bed = "bed",
        /// Documents.
        Document = "document",
        /// Working groups.
        WorkingGroup = "working_group",
        /// Countries.
        Country = "country",
        /// Fields of medicine.
        Specialty = "specialty",
        /// Missions of doctors.
        Mission = "mission",
        /// Doses.
        Dose = "dose",
        /// Scholarships.
        Scholarship = "scholarship",
        /// Years.
        Year = "year",
        /// Per cent.
        Percent = "percent",
        /// United States dollars, whole.
        Usd = "USD",
        /// Things of no nearer description.
        Item = "item",
    }
}

coded! {
    /// The period a quantity repeats over.
    Per {
        /// Once.
        Once = "once",
        /// Every year.
        Year = "year",
        /// Every month.
        Month = "month",
    }
}

coded! {
    /// Through whom the places of a quota are given.
    Channel {
        /// The embassy of the receiving state's host.
        Embassy = "embassy",
        /// The ministry of the sending state.
        Ministry = "ministry",
        /// Not divided.
        Any = "any",
    }
}
