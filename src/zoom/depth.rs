//! How deep JSON is nested, told before it is read.

use memchr::memchr2_iter;

/// The deepest nesting that is read. Nothing that Zoom documents goes beyond seven.
pub const MOST_LEVELS: usize = 64;

/// True when lists and objects lie deeper in each other than [`MOST_LEVELS`]. Text that is no JSON has some depth too.
pub fn is_too_deep(json: &str) -> bool {
    // Almost always the count of brackets alone says that it cannot be.
    memchr2_iter(b'[', b'{', json.as_bytes()).nth(MOST_LEVELS).is_some() && deepest(json) > MOST_LEVELS
}

fn deepest(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_text(&mut bytes),
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Brackets in a text are no nesting.
fn skip_text(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn sixty_four_levels_are_read_and_one_more_is_not() {
        assert!(!is_too_deep(&nested(64)));
        assert!(is_too_deep(&nested(65)));
        assert!(is_too_deep(&"{\"a\":".repeat(100_000)));
    }

    #[test]
    fn brackets_side_by_side_and_in_texts_are_no_depth() {
        assert!(!is_too_deep(&format!("[{}[]]", "{},".repeat(10_000))));
        assert!(!is_too_deep(&format!(r#"["\\\"{}"]"#, "[".repeat(10_000))));
        assert!(is_too_deep(&format!(r#"["\\",{}"#, nested(65))));
    }

    fn depth_of(value: &Value) -> usize {
        match value {
            Value::Array(items) => 1 + items.iter().map(depth_of).max().unwrap_or(0),
            Value::Object(fields) => 1 + fields.values().map(depth_of).max().unwrap_or(0),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            "[\\[\\]{}\"\\\\a]{0,8}".prop_map(Value::from),
            any::<i64>().prop_map(Value::from)
        ];
        leaf.prop_recursive(8, 64, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[\\[{\"\\\\]{0,4}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_depth_is_that_of_the_value(value in any_json()) {
            prop_assert_eq!(deepest(&value.to_string()), depth_of(&value));
        }
    }
}
