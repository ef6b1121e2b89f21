//! The words of Zoom's sets that this world uses (E1 to E5 of the Zoom Phone call history API).

/// Declares an enum and the word Zoom sends for each variant.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] $variant,)* }

        impl $name {
            /// The word as Zoom sends it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
    };
}

words! {
    /// `direction`.
    Direction { Inbound = "inbound", Outbound = "outbound", }
}
words! {
    /// `connect_type`: external when one party is outside the account.
    ConnectType { Internal = "internal", External = "external", }
}
words! {
    /// `call_type`.
    CallType { General = "general", Emergency = "emergency", }
}
words! {
    /// `x_ext_type`.
    ExtensionType {
        User = "user", CallQueue = "call_queue", AutoReceptionist = "auto_receptionist", CommonArea = "common_area",
    }
}
words! {
    /// `x_number_type`.
    NumberType {
        ZoomPstn = "zoom_pstn", ExternalPstn = "external_pstn", ExternalContact = "external_contact",
        Anonymous = "anonymous_number", Service = "external_service_number",
    }
}
words! {
    /// `call_result` of a call and `result` of a step.
    CallResult {
        Answered = "answered", Connected = "connected", PickedUp = "picked_up", Succeeded = "succeeded",
        Voicemail = "voicemail", HangUp = "hang_up", Canceled = "canceled", CallFailed = "call_failed",
        Rejected = "rejected", Busy = "busy", RingTimeout = "ring_timeout", Overflowed = "overflowed",
        NoAnswer = "no_answer", InvalidKey = "invalid_key", Abandoned = "abandoned", SystemBlocked = "system_blocked",
        ServiceUnavailable = "service_unavailable",
    }
}
words! {
    /// `event` of a step.
    Event {
        Incoming = "incoming", Outgoing = "outgoing", Forward = "forward", RingToMember = "ring_to_member",
        Overflow = "overflow", DirectTransfer = "direct_transfer", Park = "park", ParkPickUp = "park_pick_up",
        WarmTransferOutgoing = "warm_transfer_outgoing", WarmTransferIncoming = "warm_transfer_incoming",
        Barge = "barge", Monitor = "monitor", Whisper = "whisper",
    }
}
words! {
    /// `result_reason` of a step. The last one lies outside Zoom's published set and is seen in the field.
    ResultReason {
        AnsweredByOther = "answered_by_other", PickupByOther = "pickup_by_other",
        PlayMessage = "play_a_message_then_disconnect",
    }
}
