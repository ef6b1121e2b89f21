//! The call-back list.

use super::Shown;
use crate::app::Message;
use crate::model::VoicemailTask;
use crate::ui::samples;

#[test]
fn who_is_to_be_called_back_with_tries_and_task() {
    looks!("callbacks", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        let effects = shown.press("b");
        let request = request_of!(effects, ReadTasks);
        let content = "Call back with a price for sixty deck lanterns, and say when they can be delivered to the yard.";
        let task = VoicemailTask { number: "+12025550134".into(), at: samples::now(), content: content.into() };
        shown.tell(Message::TasksRead { request, result: Ok(vec![task]) });
        shown
    });
    looks!("callbacks_none", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("/result:answered");
        shown.key(crate::app::KeyCode::Enter);
        shown.press("b");
        shown
    });
}
