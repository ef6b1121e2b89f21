//! What people say: conversations, messages and summaries. `{outside}` and `{inside}` stand for the two parties.

/// A conversation and everything Zoom would write about it.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Left on voicemail.
    pub message: &'static str,
    /// `voice_mail_task.content`.
    pub task: &'static str,
    /// `call_summary`.
    pub summary: &'static str,
    /// `next_steps`.
    pub next_steps: &'static str,
    /// `detailed_summary`.
    pub detailed: &'static str,
    /// Said in turn.
    pub lines: &'static [Line],
}

/// One thing said.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Said by the company's side.
    pub by_company: bool,
    /// The words.
    pub text: &'static str,
}

/// The conversation with this number, as in [`super::Call::topic`].
#[must_use]
pub fn topic(number: usize) -> &'static Topic {
    TOPICS.get(number).unwrap_or(&PARCEL)
}

const fn us(text: &'static str) -> Line {
    Line { by_company: true, text }
}

const fn them(text: &'static str) -> Line {
    Line { by_company: false, text }
}

/// All conversations.
pub(super) const TOPICS: [Topic; 5] = [PARCEL, BROKEN_GLASS, BULK_ORDER, INVOICE, FITTING];

const PARCEL: Topic = Topic {
    message: "Hello, I ordered two storm lanterns and only one has come. Please call me back.",
    task: "Call back about the missing storm lantern.",
    summary: "The customer asked for a missing lantern. It was found at the loading dock and will be sent again.",
    next_steps: "Send the second lantern. Write to the customer when it has left.",
    detailed: "Two storm lanterns were ordered and one arrived. The second was found at the loading dock with a torn label. \
               A new label was printed and the parcel goes out with the next van.",
    lines: &[
        us("Tidemark Lantern Works, how can I help?"),
        them("Hi, I ordered two storm lanterns and only one has come."),
        us("I am sorry to hear that. Let me look."),
        us("I see it. The label tore off at the dock. We will send it again today."),
        them("That is kind, thank you."),
    ],
};

const BROKEN_GLASS: Topic = Topic {
    message: "Hi, the glass of my lantern cracked on the first evening. What do I do with it? Thanks, bye.",
    task: "Offer a new glass for the cracked one.",
    summary: "The glass of a lantern cracked in use. A replacement under warranty was agreed.",
    next_steps: "Send a replacement glass. The customer keeps the broken one.",
    detailed: "The customer's lantern cracked on first use. The batch is known for it. A replacement glass was promised, \
               with the screws that hold it.",
    lines: &[
        us("Repairs, good day."),
        them("The glass of my lantern cracked on the first evening."),
        us("Which model is it?"),
        them("The brass one, number forty."),
        us("We know of that batch. A new glass is on its way, no charge."),
    ],
};

const BULK_ORDER: Topic = Topic {
    message: "Good morning, we would like a price for sixty deck lanterns by spring. Please call when you can.",
    task: "Call back with a price for sixty deck lanterns.",
    summary: "A customer asked for a price for sixty deck lanterns by spring.",
    next_steps: "Send the offer with two finishes. Hold the slot in the workshop until Friday.",
    detailed: "Sixty deck lanterns are wanted by spring for a hotel. Brass and blackened steel were discussed. The price \
               depends on the glass; an offer with both was promised.",
    lines: &[
        us("Sales, hello."),
        them("We would like sixty deck lanterns by spring. Can you do that?"),
        us("We can. In brass, or in blackened steel?"),
        them("Could you offer both?"),
        us("You will have it tomorrow."),
    ],
};

const INVOICE: Topic = Topic {
    message: "Hello, your invoice lists a delivery twice. Could somebody have a look? Thank you.",
    task: "Check the invoice for a delivery charged twice.",
    summary: "An invoice charged one delivery twice. A corrected one will follow.",
    next_steps: "Send a corrected invoice. Credit the second delivery.",
    detailed: "The customer's invoice named one delivery twice. Accounts found that the order had been split and joined again. \
               The second delivery is credited.",
    lines: &[
        us("Accounts, how can I help?"),
        them("Your invoice lists a delivery twice."),
        us("You are right. The order was split and joined again."),
        us("I will credit the second one and send a new invoice."),
        them("Great."),
    ],
};

const FITTING: Topic = Topic {
    message: "It is about the fitting on Thursday. Could we make it an hour later? Bye.",
    task: "Move Thursday's fitting by an hour, if the van is free.",
    summary: "The fitting on Thursday was moved by an hour.",
    next_steps: "Tell the driver. Confirm by e-mail.",
    detailed: "The customer asked to move Thursday's fitting. The van is free an hour later, so it was moved.",
    lines: &[
        us("Dispatch, hello."),
        them("It is about the fitting on Thursday. Could we make it an hour later?"),
        us("Let me see whether the van is free."),
        us("It is. We come at eleven then."),
        them("Perfect, see you."),
    ],
};
