//! Notices: what a person is told when somebody else did something that waits for them or concerns them.
//!
//! A notice is no part of the record. It names the thing and what happened to it. A mail about it names neither: it says
//! that something is there to be read, so that a mail that goes astray tells nothing.

use crate::stage::coded;

coded! {
    /// What happened.
    Subject {
        /// A commitment was given into the person's charge, as the responsible or the deputy.
        Charged = "charged",
        /// A text waits to be approved by the person's side.
        TextToApprove = "text_to_approve",
        /// The other side approved a text.
        TextApproved = "text_approved",
        /// Two records of a party are read as one from now on.
        PartyMerged = "party_merged",
        /// A party that was merged is read as itself again.
        PartyParted = "party_parted",
        /// The key of a partner waits to be compared by a second person.
        KeyToCompare = "key_to_compare",
        /// A call waits to be checked by a second person.
        CallToCheck = "call_to_check",
        /// A call the person wrote was given back.
        CallReturned = "call_returned",
        /// A call the person wrote was published.
        CallPublished = "call_published",
        /// A department proposed a direction.
        DirectionProposed = "direction_proposed",
        /// A direction the person proposed was accepted or refused.
        DirectionDecided = "direction_decided",
        /// An application came in.
        ApplicationSent = "application_sent",
        /// The application was given back with what is to be mended.
        ApplicationReturned = "application_returned",
        /// The application fulfils the rules.
        ApplicationEligible = "application_eligible",
        /// The application does not go on.
        ApplicationEnded = "application_ended",
        /// The application was nominated to the host.
        ApplicationNominated = "application_nominated",
        /// The host's side accepts the application.
        ApplicationVerified = "application_verified",
        /// An applicant took the application back.
        ApplicationWithdrawn = "application_withdrawn",
        /// A candidate accepted and is to be invited.
        StayToPrepare = "stay_to_prepare",
        /// The time to answer an offer ends soon.
        OfferDue = "offer_due",
        /// The time to mend an application ends soon.
        MendingDue = "mending_due",
        /// An officer reminds the person that it is the own turn.
        Reminded = "reminded",
        /// A list of candidates waits for a second person.
        RunListWaits = "run_list_waits",
        /// A result waits to be signed.
        RunToSign = "run_to_sign",
        /// Answers of a host wait for its director's signature.
        HostAnswersToSign = "host_answers_to_sign",
        /// A director signed the answers of a host.
        HostAnswersSigned = "host_answers_signed",
        /// The result was released.
        RunReleased = "run_released",
        /// Files to score came to the reviewer.
        ReviewAssigned = "review_assigned",
        /// Scores of the reviewer are wanted soon.
        ReviewDue = "review_due",
        /// Scores of a call are late.
        ReviewLate = "review_late",
        /// The applicant can see the own scores.
        ReviewShown = "review_shown",
        /// An applicant objected to the own scores.
        ReviewObjected = "review_objected",
        /// The applicant's objection was answered.
        ReviewAnswered = "review_answered",
        /// An objection to scores of a file of the reviewer is right.
        ReviewToMend = "review_to_mend",
        /// A table of scores waits for a second person.
        ScoresWait = "scores_wait",
        /// Scores came in a table for files of the reviewer.
        ScoresCarried = "scores_carried",
        /// A place is offered to the person.
        PlaceOffered = "place_offered",
        /// Something happened with the person's place.
        PlaceMoved = "place_moved",
        /// An offer lapsed.
        PlaceLapsed = "place_lapsed",
        /// A candidate answered.
        PlaceAnswered = "place_answered",
        /// A candidate appealed.
        PlaceAppealed = "place_appealed",
    }
}

coded! {
    /// How far the mail about a notice is.
    Mail {
        /// It is to be sent, or sent again.
        Waiting = "waiting",
        /// The carrier took it.
        Sent = "sent",
        /// It was tried often enough and is given up.
        Failed = "failed",
        /// The person wants none, or there is no address to send it to.
        Unwanted = "unwanted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_and_no_other_is() {
        for subject in Subject::ALL {
            assert_eq!(Subject::from_code(subject.code()), Some(*subject));
        }
        for mail in Mail::ALL {
            assert_eq!(Mail::from_code(mail.code()), Some(*mail));
        }
        assert_eq!(Subject::from_code("call"), None);
        assert_eq!(Mail::from_code(""), None);
    }
}
