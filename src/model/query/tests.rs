//! The language as a person meets it.

use chrono::{NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;

use super::*;
use crate::model::ResultGroup;

fn parse(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn problem(text: &str) -> (String, String) {
    let error = Query::parse(text).expect_err(text);
    (text[error.span.clone()].to_owned(), error.to_string())
}

#[test]
fn every_form_of_the_handbook_is_read_and_written_in_one_way() {
    for (typed, canonical) in [
        ("", ""),
        ("  Kovács ", "Kovács"),
        ("last:7d  from:2026-11-01 to:2026-11-20", "last:7d from:2026-11-01 to:2026-11-20"),
        ("from:2026-11-01T09:00 on:yesterday,Mon,-2w", "from:2026-11-01T09:00:00 on:yesterday,mon,-2w"),
        ("dir:in,INT result:missed,abandoned", "dir:in,int result:missed,abandoned"),
        ("result:ring_timeout result:=voicemail", "result:=ring_timeout result:=voicemail"),
        ("result:beamed_up", "result:=beamed_up"),
        ("queue:\"Front Desk\",Sales -site:West", "queue:\"Front Desk\",Sales -site:West"),
        ("talk:>60s wait:>2m hold:>0 dur:<30s", "talk:>1m wait:>2m hold:>0s dur:<30s"),
        ("talk:>=1m30s,=0 wait:1h dur:<=90", "talk:>=90s,=0s wait:=1h dur:<=90s"),
        ("has:rec,vm,transcript,ai is:spam,intl", "has:recording,voicemail,transcript,ai is:spam,intl"),
        ("number:(202)555-0134 number:=+12025550134", "number:(202)555-0134 number:=+12025550134"),
        ("with:801 ext:801 number:=\"\"", "with:801 ext:801 number:=\"\""),
        ("\"invoice 4471\" -\"a \\\"b\\\" c\"", "\"invoice 4471\" -\"a \\\"b\\\" c\""),
        ("10:30 \"from:here\" -\"-x\"", "10:30 \"from:here\" -\"-x\""),
        ("Direction:out DEPT:R&D", "dir:out dept:R&D"),
        ("weekday:Mon,fri hour:09,17 needs:callback", "weekday:mon,fri hour:9,17 needs:callback"),
        ("weekday:Mon-Fri hour:9-11,17", "weekday:mon-fri hour:9-11,17"),
        ("weekday:mon,tue,wed hour:9-10", "weekday:mon-wed hour:9,10"),
        ("weekday:fri-mon hour:22-1 hour:9-9", "weekday:fri-sun,mon hour:22,23,0,1 hour:9"),
        ("\",\" a,b", "\",\" a,b"),
    ] {
        let query = parse(typed);
        assert_eq!(query.to_string(), canonical, "{typed}");
        assert_eq!(parse(canonical), query, "{typed}");
    }
}

#[test]
fn an_error_names_the_word_and_the_nearest_right_one() {
    for (text, word, said) in [
        ("last:7d quue:Support", "quue", "did you mean queue:?"),
        ("result:mised", "mised", "did you mean missed?"),
        ("result:missed,ring_timout", "ring_timout", "did you mean ring_timeout?"),
        ("dir:inn", "inn", "did you mean in?"),
        ("hour:24", "24", "0 to 23"),
        ("needs:calback", "calback", "did you mean callback?"),
        ("has:recrding", "recrding", "did you mean recording?"),
        ("on:yesteday", "yesteday", "did you mean yesterday?"),
        ("hour:9-24", "9-24", "does not know 9-24. It takes hours of the day, 0 to 23, each to its end: 9,10 or 9-11"),
        ("hour:9-", "9-", "0 to 23"),
        ("weekday:mon-day", "mon-day", "mon-fri"),
        ("result:missed , abandoned", ",", "a comma stands alone"),
        ("from:tomorow", "tomorow", "did you mean today?"),
        ("to:wensday", "wensday", "did you mean wed?"),
        ("weekday:saterday", "saterday", "did you mean sat?"),
        ("on:lastweek", "lastweek", "does not know lastweek. It takes"),
        ("talk:>-5s", ">-5s", "does not know >-5s. It takes"),
        ("last:0d", "0d", "does not know 0d. It takes"),
        ("on:-6h", "-6h", "It takes a day"),
        ("from:2026-02-30", "2026-02-30", "2026-11-01"),
        ("last:7x", "7x", "7d"),
        ("last:7d,2w", "7d,2w", "one value"),
        ("talk:>soon", ">soon", ">60s"),
        ("talk:>99999999999h", ">99999999999h", ">60s"),
        ("number:anna", "anna", "=NUMBER"),
        ("site:", "", "a value is missing"),
        ("site:West,", "", "a value is missing"),
        ("is:afterhours", "afterhours", "spam, intl, emergency, internal"),
        ("zzzzzz:1", "zzzzzz", "Quotes make it a word"),
        ("a - b", "-", "minus sign"),
        ("a \"b", "\"b", "closing quote"),
        ("site:\"b c", "\"b c", "closing quote"),
        ("\"\"", "\"\"", "between the quotes"),
        ("\"a\"b c", "b c", "space is missing"),
    ] {
        let (found, message) = problem(text);
        assert_eq!(found, word, "{text}");
        assert!(message.contains(said), "{text}: {message}");
    }
}

#[test]
fn what_others_wrote_cannot_reach_the_terminal_through_an_error_or_an_explanation() {
    let messages = [
        Query::parse("\u{1b}]0;x:y\" ").unwrap_err().to_string(),
        Query::parse("dir:\u{1b}[2J").unwrap_err().to_string(),
        explain(&parse("\u{1b}[2J")).iter().map(|(term, _)| term.to_string()).collect(),
        explain(&parse("site:\u{1b}[2J")).into_iter().map(|(_, meaning)| meaning).collect(),
    ];
    for message in messages {
        assert!(!message.contains('\u{1b}'), "{message:?}");
    }
}

#[test]
fn each_term_knows_where_it_stands() {
    let text = " last:7d -queue:\"Front Desk\" Kovács ";
    let query = parse(text);
    let words: Vec<&str> = query.terms().iter().map(|term| &text[term.span.clone()]).collect();
    assert_eq!(words, ["last:7d", "-queue:\"Front Desk\"", "Kovács"]);
}

#[test]
fn the_time_range_is_what_all_terms_leave() {
    let context = QueryContext { now: "2026-11-20T12:00:00Z".parse().unwrap(), zone: Zone::Utc };
    let range = |text: &str| {
        parse(text)
            .time_range(context)
            .map(|span| (span.from.format("%d %H").to_string(), span.to.format("%d %H").to_string()))
    };
    let is = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(range("Kovács -on:today"), None);
    assert_eq!(range("from:2026-11-10 to:2026-11-12"), is("10 00", "13 00"));
    assert_eq!(range("last:24h to:today"), is("19 12", "21 00"));
    assert_eq!(range("on:2026-11-01,2026-11-03 to:2026-11-02T08:00"), is("01 00", "02 08"));
    assert!(parse("on:today on:yesterday").time_range(context).unwrap().is_empty());
}

#[test]
fn completion_knows_what_is_being_typed() {
    let value = |field, span, typed: &str| Completing::Value { field, span, typed: typed.to_owned() };
    let name = |span, typed: &str| Completing::Name { span, typed: typed.to_owned() };
    assert_eq!(complete("", 0), name(0..0, ""));
    assert_eq!(complete("last:7d que", 11), name(8..11, "que"));
    assert_eq!(complete("last:7d -", 9), name(9..9, ""));
    assert_eq!(complete("last:7d ", 8), name(8..8, ""));
    assert_eq!(complete("queue:", 6), value(Field::Queue, 6..6, ""));
    assert_eq!(complete("-queue:Sales,\"Front D", 21), value(Field::Queue, 13..21, "Front D"));
    assert_eq!(complete("queue:Sales Kov", 9), value(Field::Queue, 6..9, "Sal"));
    assert_eq!(complete("\"Front D", 8), Completing::Nothing);
    assert_eq!(complete("nonsense:x", 10), Completing::Nothing);
    assert_eq!(complete("é", 1), name(0..0, ""), "a cursor inside a character");
}

#[test]
fn explanations_say_what_a_term_means() {
    let said: Vec<String> =
        explain(&parse("result:missed -talk:>1m number:=\"\"")).into_iter().map(|(_, meaning)| meaning).collect();
    assert_eq!(
        said,
        [
            "missed: no_answer, ring_timeout, rejected, busy, overflowed",
            "not: talk time is above 60 seconds",
            "the other side's number is withheld"
        ]
    );
}

#[test]
fn times_are_explained_in_plain_words() {
    for (text, said) in [
        ("last:7d", "began in the last 7 days"),
        ("last:1h", "began in the last 1 hour"),
        ("from:-3d", "began 3 days ago or later"),
        ("to:yesterday", "began yesterday or earlier"),
        ("to:2026-11-01", "began on 2026-11-01 or earlier"),
        ("from:2026-11-01T09:00", "began at 2026-11-01 09:00:00 or later"),
        ("to:2026-11-01T09:00", "began before 2026-11-01 09:00:00"),
        ("on:today,mon", "began today or on the last mon (today, if it is one)"),
        ("weekday:mon-fri", "began on any mon to fri"),
        ("hour:9-11,17", "began between 09:00 and 11:59 or 17:00 and 17:59"),
    ] {
        assert_eq!(explain(&parse(text))[0].1, said, "{text}");
    }
}

#[test]
fn a_stretch_of_days_or_hours_is_each_of_them_and_may_go_over_the_end() {
    use Weekday::{Fri, Mon, Sat, Sun};
    assert_eq!(parse("weekday:fri-mon").terms()[0].clause, Clause::Weekday(vec![Fri, Sat, Sun, Mon]));
    assert_eq!(parse("hour:9-11").terms()[0].clause, Clause::Hour(vec![9, 10, 11]));
    assert_eq!(parse("hour:22-1").terms()[0].clause, Clause::Hour(vec![22, 23, 0, 1]));
}

#[test]
fn an_end_before_the_start_is_an_error_that_says_so() {
    let context = QueryContext { now: "2026-11-20T12:00:00Z".parse().unwrap(), zone: Zone::Utc };
    for text in [
        "from:2026-11-10 to:2026-11-01",
        "to:-3d dir:in from:today",
        "from:2026-11-10T09:00 to:2026-11-10T08:00",
        "from:2026-11-02 from:2026-10-01 to:2026-11-01",
    ] {
        let error = Query::asked(text, context).expect_err(text);
        assert!(error.to_string().starts_with("the end lies before the start: no call began in both from:"), "{error}");
        assert!(text.get(error.span).is_some_and(|wrong| wrong.contains("from:") && wrong.contains("to:")), "{text}");
    }
    for text in ["from:2026-11-01 to:2026-11-01", "from:-3d to:today", "-from:today to:-3d", "from:tue"] {
        assert!(Query::asked(text, context).is_ok(), "{text}");
    }
}

#[test]
fn words_that_join_elsewhere_are_told_to_be_words_here() {
    let said = misread(&parse("Alvarez OR Lindqvist")).unwrap();
    assert!(said.starts_with("OR is searched for") && said.contains("result:missed,abandoned"), "{said}");
    assert!(misread(&parse("result:missed and talk:>1m")).is_some());
    assert_eq!(misread(&parse("Alvarez organ result:missed")), None);
}

/// Text with everything that the grammar cares for in it.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{1,12}", "[a-zA-Z0-9 ,:=\"\\\\<>-]{1,12}", "\\PC{1,8}"]
}

fn list<T: std::fmt::Debug>(values: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(values, 1..4)
}

fn patterns() -> impl Strategy<Value = Vec<Pattern>> {
    let pattern = (texts(), any::<bool>()).prop_map(|(text, exact)| Pattern { text, exact });
    list(prop_oneof![9 => pattern, 1 => Just(Pattern { text: String::new(), exact: true })])
}

fn numbers() -> impl Strategy<Value = Vec<Pattern>> {
    list(("[+(]?[0-9]{1,4}[ )-]?[0-9]{0,8}", any::<bool>()).prop_map(|(text, exact)| Pattern { text, exact }))
}

fn points() -> impl Strategy<Value = Point> {
    let days = (0..3_000_000_i32).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day + 1).unwrap());
    prop_oneof![
        Just(Point::Today),
        Just(Point::Yesterday),
        Just(Point::Weekday(Weekday::Thu)),
        agos().prop_map(Point::Ago),
        days.clone().prop_map(Point::Day),
        (days, 0..86_400_u32).prop_map(|(day, second)| {
            Point::Moment(day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap()))
        }),
    ]
}

fn agos() -> impl Strategy<Value = Ago> {
    let units = prop::sample::select(vec![Unit::Minutes, Unit::Hours, Unit::Days, Unit::Weeks]);
    (1..=Ago::MAX_AMOUNT, units).prop_map(|(amount, unit)| Ago { amount, unit })
}

fn comparisons() -> impl Strategy<Value = Vec<Comparison>> {
    use Operator::{Above, AtLeast, AtMost, Below, Equal};
    let operators = prop::sample::select(vec![Above, AtLeast, Below, AtMost, Equal]);
    list((operators, any::<u32>()).prop_map(|(operator, seconds)| Comparison { operator, seconds }))
}

/// Any query that the language can say.
pub(crate) fn queries() -> impl Strategy<Value = Query> {
    use DirectionWord::{In, Internal, Out};
    use FlagWord::{AiSummary, Emergency, International, Recording, Spam, Transcript, Voicemail};
    let results = prop_oneof![
        prop::sample::select(ResultGroup::ALL.to_vec()).prop_map(ResultWord::Group),
        "[a-z_ ,]{0,9}".prop_map(ResultWord::Raw),
    ];
    let clauses = prop_oneof![
        texts().prop_map(Clause::Text),
        agos().prop_map(Clause::Last),
        points().prop_map(Clause::From),
        points().prop_map(Clause::To),
        list(points().prop_filter("days only", |point| point.is_day())).prop_map(Clause::On),
        list(prop::sample::select(vec![In, Out, Internal])).prop_map(Clause::Direction),
        list(results).prop_map(Clause::Result),
        patterns().prop_map(Clause::Queue),
        patterns().prop_map(Clause::User),
        patterns().prop_map(Clause::Party),
        numbers().prop_map(Clause::Number),
        numbers().prop_map(Clause::With),
        patterns().prop_map(Clause::Ext),
        patterns().prop_map(Clause::Site),
        patterns().prop_map(Clause::Dept),
        patterns().prop_map(Clause::Cost),
        patterns().prop_map(Clause::Group),
        comparisons().prop_map(Clause::Talk),
        comparisons().prop_map(Clause::Wait),
        comparisons().prop_map(Clause::Hold),
        comparisons().prop_map(Clause::Dur),
        list(prop::sample::select(vec![Recording, Voicemail, Transcript, AiSummary])).prop_map(Clause::Has),
        list(0..24_u32).prop_map(Clause::Hour),
        list(prop::sample::select(super::time::WEEKDAYS.map(|(_, day)| day).to_vec())).prop_map(Clause::Weekday),
        list(8..12_u32).prop_map(Clause::Hour),
        list(Just(Need::Callback)).prop_map(Clause::Needs),
        list(prop::sample::select(vec![Spam, International, Emergency, FlagWord::Internal])).prop_map(Clause::Is),
    ];
    prop::collection::vec((any::<bool>(), clauses), 0..5).prop_map(|terms| {
        terms.into_iter().fold(Query::default(), |query, (negated, clause)| query.and(negated, clause))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_written_is_read_again(query in queries()) {
        let written = query.to_string();
        let read = Query::parse(&written);
        prop_assert_eq!(read.as_ref(), Ok(&query), "{}", written);
    }

    #[test]
    fn every_query_can_be_explained_and_placed_in_time(query in queries(), now in 0..4_000_000_000_i64) {
        let context = QueryContext { now: DateTime::from_timestamp(now, 0).unwrap(), zone: Zone::Named(chrono_tz::Africa::Cairo) };
        let _ = query.time_range(context);
        prop_assert_eq!(explain(&query).len(), query.terms().len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn any_text_is_a_query_or_an_error_that_points_into_it(
        text in prop_oneof!["\\PC{0,40}", "([a-z]{1,6}:)?[-=<>\"\\\\, a-z0-9é:]{0,24}", "(-?(last|from|to|on|talk|result|has|number):[-=<>\",a-z0-9]{0,8} ?){1,4}"],
        cursor in 0..50_usize,
    ) {
        let _ = complete(&text, cursor);
        match Query::parse(&text) {
            Ok(query) => {
                prop_assert!(query.terms().iter().all(|term| text.get(term.span.clone()).is_some()));
                let again = Query::parse(&query.to_string());
                prop_assert_eq!(again, Ok(query));
            }
            Err(error) => prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error.span),
        }
    }
}
