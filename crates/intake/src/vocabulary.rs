//! The closed word lists of the engine: what a lexicon row may say.
//!
//! This file is also compiled into the build script, so that a row with an unknown word stops the build with
//! the name of the file and the line.

/// Makes an enum whose variants have one stable written name each.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The written name, as it stands in data files and in output.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// Reads a written name; `None` for a word that is not in the list.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

named! {
    /// A language, with its script where two are in use (BCP 47).
    Language {
        /// Kazakh in Cyrillic.
        Kazakh = "kk",
        /// Kazakh in either Latin alphabet.
        KazakhLatin = "kk-Latn",
        /// Kyrgyz.
        Kyrgyz = "ky",
        /// Russian.
        Russian = "ru",
        /// English.
        English = "en",
        /// Uzbek in Latin.
        Uzbek = "uz",
        /// Uzbek in Cyrillic.
        UzbekCyrillic = "uz-Cyrl",
        /// Turkish.
        Turkish = "tr",
        /// A language that is not served, or too little text to tell.
        Unknown = "und",
    }
}

impl Language {
    /// The bit of the language in the mask of a lexicon row; both scripts of a language share a bit.
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Language::Kazakh | Language::KazakhLatin => 1,
            Language::Kyrgyz => 2,
            Language::Russian => 4,
            Language::English => 8,
            Language::Uzbek | Language::UzbekCyrillic => 16,
            Language::Turkish => 32,
            Language::Unknown => 0,
        }
    }

    /// Whether the verb closes the clause, so that objects stand before their predicate.
    #[must_use]
    pub const fn head_final(self) -> bool {
        self.bit() & (1 | 2 | 16 | 32) != 0
    }
}

named! {
    /// What a draft item is about: the kinds of the corpus README.
    Kind {
        /// Patients treated abroad or by the partner.
        TreatmentQuota = "treatment_quota",
        /// Specialist training (ordinatura).
        Residency = "residency",
        /// A stay in a foreign clinic.
        Internship = "internship",
        /// Any other study or skills course.
        Training = "training",
        /// Exchange or sending of experts and of experience.
        ExpertExchange = "expert_exchange",
        /// A hospital, centre, department or laboratory to be built, opened or equipped.
        FacilityProject = "facility_project",
        /// A document between parties.
        Instrument = "instrument",
        /// Rules, standards, recognition, control.
        Regulation = "regulation",
        /// Registration of medicines and devices.
        MedicinesRegister = "medicines_register",
        /// Production moved to or built up in a country.
        Localisation = "localisation",
        /// A working group or commission.
        WorkingGroup = "working_group",
        /// A body of several states and its events.
        MultilateralBody = "multilateral_body",
        /// Digital health, telemedicine, information systems.
        DigitalHealth = "digital_health",
        /// Goods or money given.
        SupplyAid = "supply_aid",
        /// Joint research.
        Research = "research",
        /// Anything else that parties do together.
        Other = "other",
    }
}

named! {
    /// The stored stage scale: how firm the words are.
    Stage {
        /// A background fact or mere importance.
        Mentioned = "S0",
        /// On the agenda.
        Discussed = "S1",
        /// Interest or a request.
        Interest = "S2",
        /// Offered, invited, intended.
        Proposed = "S3",
        /// Planned, expected, a point of an unsigned draft.
        Planned = "S4",
        /// Agreed: what.
        Agreed = "S5",
        /// Agreed with a quantity and a date.
        AgreedExactly = "S6",
        /// In a signed instrument.
        Signed = "S7",
        /// In force or funded.
        InForce = "S8",
    }
}

named! {
    /// What has happened, kept apart from how firm the words are.
    Delivery {
        /// Nothing is said about delivery.
        NotStated = "not_stated",
        /// It is going on.
        Underway = "underway",
        /// It is done, as the text claims.
        Delivered = "delivered",
        /// It was stopped.
        Suspended = "suspended",
    }
}

named! {
    /// What a predicate does to the thing it governs.
    Class {
        /// "discussed", "talks on".
        Discuss = "discuss",
        /// "is interested in".
        Interest = "interest",
        /// "proposed", "invited".
        Propose = "propose",
        /// "is ready to", "intends", "wants".
        Intend = "intend",
        /// "asked for".
        Request = "request",
        /// "agreed to", "pledged".
        Agree = "agree",
        /// "is planned", "is expected", "will".
        Plan = "plan",
        /// "the document provides for".
        Provide = "provide",
        /// "approved", "decided", "ratified".
        Approve = "approve",
        /// "signed".
        Sign = "sign",
        /// "entered into force".
        InForce = "in_force",
        /// "is being carried out", "started".
        Run = "run",
        /// A verb of doing whose tense tells: gave, will give, is giving.
        Do = "do",
        /// "took part in": an act only where the thing itself is an act.
        Attend = "attend",
        /// "stopped".
        Stop = "stop",
        /// "is important", "is needed".
        Need = "need",
        /// A state that is reported: "is registered", "there is".
        State = "state",
        /// "said", "reported": never a stage.
        Report = "report",
    }
}

named! {
    /// The verb form a row has, or how to find it.
    Form {
        /// Read it off the ending and the auxiliaries.
        Auto = "auto",
        /// As `auto`, for a Russian verb of completed action: its present form is future.
        Perfective = "pf",
        /// Past.
        Past = "past",
        /// Present.
        Present = "pres",
        /// Going on.
        Progressive = "prog",
        /// Future.
        Future = "fut",
        /// Infinitive.
        Infinitive = "inf",
        /// A noun of action.
        Noun = "noun",
        /// A participle that describes a noun.
        Participle = "part",
        /// A condition.
        Conditional = "cond",
        /// A converb, which waits for the verb that follows.
        Converb = "conv",
    }
}

named! {
    /// A word sense that frames ask for.
    Feature {
        /// A quota or a number of places.
        Quota = "quota",
        /// Patients, citizens, children.
        Patient = "patient",
        /// Treatment, operations.
        Treat = "treat",
        /// A medical facility.
        Facility = "facility",
        /// To build, open, create.
        Build = "build",
        /// A project.
        Project = "project",
        /// Residency.
        Residency = "residency",
        /// Internship.
        Intern = "intern",
        /// Study, training, courses.
        Train = "train",
        /// A word of teaching that needs people to be taught.
        Teach = "teach",
        /// Doctors, specialists, experts.
        Medic = "medic",
        /// Exchange.
        Exchange = "exchange",
        /// Experience, practices.
        Experience = "experience",
        /// To come, to consult, to work abroad.
        Visit = "visit",
        /// A document between parties.
        Document = "document",
        /// A plan, programme or paper that is a document only beside a verb of documents.
        WeakDocument = "weak_document",
        /// A working group, a commission.
        Group = "group",
        /// A coalition, an organisation, its secretariat.
        Body = "body",
        /// Digital health.
        Digital = "digital",
        /// Research.
        Research = "research",
        /// To register.
        Register = "register",
        /// Medicines.
        Drug = "drug",
        /// Medical devices.
        Device = "device",
        /// Vaccines.
        Vaccine = "vaccine",
        /// To produce.
        Produce = "produce",
        /// Localisation of production: enough by itself.
        Localise = "localise",
        /// Rules, standards, control.
        Rules = "rules",
        /// Co-operation in general.
        Cooperate = "cooperate",
        /// Aid, a grant.
        Aid = "aid",
        /// To give, to supply, to deliver.
        Give = "give",
        /// Goods: equipment, vehicles.
        Goods = "goods",
        /// A joint event.
        Event = "event",
        /// To invest, money put in.
        Invest = "invest",
        /// To operate on (the act itself).
        Operate = "operate",
        /// Students.
        Student = "student",
        /// An office or representation.
        Office = "office",
        /// A topic of health that makes general co-operation an item.
        Topic = "topic",
        /// Abroad, foreign.
        Abroad = "abroad",
        /// An institution of teaching.
        School = "school",
        /// A word that makes the clause a domestic matter or biography.
        Domestic = "domestic",
        /// A share or percentage.
        Share = "share",
        /// A possibility: caps what is discussed.
        Possibility = "possibility",
        /// A draft of a document.
        DraftOf = "draft_of",
        /// A negation word.
        Negation = "negation",
        /// "not yet".
        NotYet = "not_yet",
        /// History: earlier, since.
        Background = "background",
        /// A list follows: the sentence leads in.
        LeadIn = "lead_in",
        /// A yearly rate.
        PerYear = "per_year",
        /// A monthly rate.
        PerMonth = "per_month",
        /// An approximation beside a number.
        Approx = "approx",
        /// An institution's name: its words are not objects of the clause.
        Institution = "institution",
        /// A company.
        Company = "company",
        /// A ministry or minister without a country.
        Ministry = "ministry",
        /// A head of state, a visit of state.
        StateActor = "state_actor",
        /// A capacity figure.
        Capacity = "capacity",
        /// Another field than health: energy, transport, trade.
        Elsewhere = "elsewhere",
        /// Money.
        Money = "money",
        /// Quality of care, access to care: a wish, not an act.
        Quality = "quality",
        /// A word by which one side shares with the other.
        Sharing = "sharing",
        /// A sub-clause that opens with "which".
        Relative = "relative",
        /// "another", "a further": more of what was told before.
        More = "more",
        /// A word that goes on about what was told before: "deliveries", "the work", "it".
        Follow = "follow",
        /// To equip: an institution is given what it works with.
        Equip = "equip",
        /// "and", "as well as".
        And = "and",
    }
}

impl Kind {
    /// Whether there can be more of it: patients, places, goods, buildings, but no second working group.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(
            self,
            Kind::Instrument
                | Kind::Regulation
                | Kind::WorkingGroup
                | Kind::MultilateralBody
                | Kind::Research
        )
    }
}

impl Feature {
    /// The bit of the feature in the set of a clause.
    #[must_use]
    pub const fn bit(self) -> u64 {
        1_u64 << (self as u32)
    }
}

named! {
    /// What kind of word names a country.
    Naming {
        /// The name itself.
        Name = "name",
        /// An adjective ("Indian").
        Adjective = "adjective",
        /// Its people ("Kyrgyzstanis").
        People = "people",
        /// A capital or other city: weaker evidence.
        City = "city",
        /// A short form ("РФ").
        Short = "short",
        /// A word that looks like a country and is not one here.
        Mask = "mask",
    }
}

named! {
    /// A medical specialty of the controlled list.
    Specialty {
        /// Neurosurgery.
        Neurosurgery = "neurosurgery",
        /// Oncology.
        Oncology = "oncology",
        /// Cardiac surgery.
        CardiacSurgery = "cardiac_surgery",
        /// Obstetrics and gynaecology.
        ObstetricsGynaecology = "obstetrics_gynaecology",
        /// Anaesthesiology and intensive care.
        AnaesthesiologyIcu = "anaesthesiology_icu",
        /// Neonatology.
        Neonatology = "neonatology",
        /// Paediatrics.
        Paediatrics = "paediatrics",
        /// Genetics.
        Genetics = "genetics",
        /// Laboratory diagnostics.
        LaboratoryDiagnostics = "laboratory_diagnostics",
        /// Haematology.
        Haematology = "haematology",
        /// Cardiology.
        Cardiology = "cardiology",
        /// Transplantation.
        Transplantation = "transplantation",
        /// Radiology.
        Radiology = "radiology",
        /// Nuclear medicine.
        NuclearMedicine = "nuclear_medicine",
        /// Primary care.
        PrimaryCare = "primary_care",
        /// Telemedicine.
        Telemedicine = "telemedicine",
        /// Traditional medicine.
        TraditionalMedicine = "traditional_medicine",
        /// Infectious diseases.
        InfectiousDiseases = "infectious_diseases",
        /// A specialty outside the list.
        Other = "other",
    }
}

named! {
    /// What a word of time says.
    TimeWord {
        /// A month; the number stands in the row.
        Month = "month",
        /// The word "year".
        Year = "year",
        /// "by", "until", "before": what follows or precedes is an end.
        End = "end",
        /// "since", "from": a start.
        Start = "start",
        /// "end of the year".
        YearEnd = "year_end",
        /// "end of the decade".
        DecadeEnd = "decade_end",
        /// "this year".
        ThisYear = "this_year",
        /// "next year".
        NextYear = "next_year",
        /// "last year".
        LastYear = "last_year",
        /// "first half of".
        Half = "half",
        /// "quarter".
        Quarter = "quarter",
        /// "this month".
        ThisMonth = "this_month",
        /// "next month".
        NextMonth = "next_month",
        /// "last month".
        LastMonth = "last_month",
        /// "end of the month".
        MonthEnd = "month_end",
        /// "the coming school year".
        SchoolYear = "school_year",
        /// "next spring"; the number is the season's first month.
        NextSeason = "next_season",
        /// "last autumn"; the number is the season's first month.
        LastSeason = "last_season",
        /// "this autumn"; the number is the season's first month.
        ThisSeason = "this_season",
        /// "in the autumn"; the number is the season's first month.
        Season = "season",
        /// "today".
        Today = "today",
        /// A day of the week; the number is 1 for Monday, 8 for "yesterday".
        Weekday = "weekday",
        /// "for the years": a period of validity.
        Period = "period",
        /// A length of time; the number says which: 1 day, 2 week, 3 month, 4 year, 5 half a year.
        Length = "length",
        /// "within", "over the next": a length from now follows.
        Within = "within",
        /// "ішінде", "ичинде": a length from now stands before.
        After = "after",
        /// "for a period of": a length of validity follows.
        Lasting = "lasting",
    }
}

named! {
    /// What a line of noise is.
    Noise {
        /// A line that is boilerplate wherever it stands.
        Line = "line",
        /// From this line on, everything is boilerplate.
        Tail = "tail",
    }
}

named! {
    /// How a number word combines.
    NumberRole {
        /// It adds: "twenty", "five".
        Add = "add",
        /// It multiplies what stands before: "thousand".
        Multiply = "mult",
    }
}
