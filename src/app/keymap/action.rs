//! What keys do, by name: a person's own keys are written by these.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a key does. In `config.toml` it goes by its name in lower case: `half-page-down`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Show the keys.
    Help,
    /// Step back once.
    Back,
    /// Close the top layer, or quit.
    Close,
    /// Go to the other pane, or field.
    NextPane,
    /// Go to the other pane, or field, backwards.
    PreviousPane,
    /// Show times in the other zone.
    CycleZone,
    /// Find a command by its words.
    Palette,
    /// Stop what runs; twice quits.
    Interrupt,
    /// Paint everything anew.
    Redraw,
    /// Draw in the colours of the next theme.
    NextTheme,
    /// Back to the shell.
    Suspend,
    /// Show who is signed in.
    ShowAccess,
    /// Go to the calls.
    ViewCalls,
    /// Go to the recordings.
    ViewRecordings,
    /// Go to the voicemails.
    ViewVoicemail,
    /// Go to the counts and charts.
    ViewStats,
    /// Go to the jobs.
    ViewJobs,
    /// Go to the calendar of what was fetched.
    ViewCoverage,
    /// Show who is to be called back.
    ShowCallbacks,

    /// Next row, line or choice.
    Down,
    /// Previous row, line or choice.
    Up,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Half a page down.
    HalfPageDown,
    /// Half a page up.
    HalfPageUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Column cursor to the left, or back to the list, or the choice before.
    Left,
    /// Column cursor to the right, or the next choice.
    Right,
    /// The first call of the day before.
    PreviousDay,
    /// The next day's first call down the list.
    NextDay,
    /// The missed call above.
    PreviousMissed,
    /// The missed call below.
    NextMissed,
    /// Look for this cell's value.
    FindCell,
    /// The next hit.
    NextHit,
    /// The hit before.
    PreviousHit,

    /// Sort by the column.
    Sort,
    /// Open the sort menu.
    SortMenu,
    /// Open the dialog of the columns.
    ChooseColumns,
    /// Hide the column.
    HideColumn,
    /// Move the column to the left, or up.
    ColumnLeft,
    /// Move the column to the right, or down.
    ColumnRight,
    /// Make the column narrower.
    Narrower,
    /// Make the column wider.
    Wider,
    /// Show all columns, or the usual ones.
    WideColumns,
    /// Take away what was chosen.
    Clear,
    /// Keep the columns and their order as one's own default.
    SaveDefault,

    /// Count by something else.
    GroupBy,
    /// Measure something else.
    Metric,
    /// Compare with the period before.
    Compare,

    /// Edit the query.
    EditQuery,
    /// Keep only calls with this cell's value.
    OnlyThisCell,
    /// Drop calls with this cell's value.
    NotThisCell,
    /// Choose a time range.
    ChooseTime,
    /// Undo the last change of filter or marks.
    Undo,
    /// Do it again.
    Redo,
    /// Keep only calls with this party.
    ThisParty,
    /// Go to the counts by value, or back.
    ToggleFacets,
    /// Open the saved views.
    SavedViews,
    /// Keep what is on screen as a saved view.
    SaveView,
    /// Put what is on screen in a saved view's place.
    ReplaceView,
    /// Give a saved view another name.
    RenameView,
    /// Remove a saved view.
    RemoveView,
    /// Open the saved view of that number.
    OpenNumbered,
    /// Take the chosen suggestion.
    TakeSuggestion,

    /// Mark the call, and go on.
    Mark,
    /// Mark a stretch.
    MarkRange,
    /// Make the stretch longer downwards.
    ExtendDown,
    /// Make the stretch longer upwards.
    ExtendUp,
    /// Mark all that match, or none.
    MarkAll,
    /// Mark what is not marked.
    InvertMarks,
    /// Mark what has this cell's value.
    MarkCell,

    /// Open it, or say yes to it.
    Enter,
    /// Show or hide the detail.
    ToggleDetail,
    /// Detail at the right, or below.
    MoveDetail,
    /// The pane alone.
    Zoom,
    /// Scroll the detail down.
    DetailDown,
    /// Scroll the detail up.
    DetailUp,
    /// Next tab.
    NextTab,
    /// Previous tab.
    PreviousTab,
    /// Leg by leg, or as steps.
    EachLeg,
    /// Find words in the text.
    FindText,
    /// The next call.
    NextCall,
    /// The previous call.
    PreviousCall,

    /// Open the export dialog.
    Export,
    /// Export as the last time.
    ExportAgain,
    /// Open the copy menu; in it, copy the row.
    Copy,
    /// Copy the cell.
    CopyCell,
    /// Copy the number.
    CopyNumber,
    /// Copy the ids.
    CopyIds,
    /// Copy the call as JSON.
    CopyJson,
    /// Copy a text for a ticket.
    CopyTicket,
    /// Copy what is shown here: the sign-in page's address, a report, a problem.
    CopyThis,
    /// Let new calls come by themselves, or no longer.
    Watch,
    /// Quit, and print the selection.
    QuitAndPrint,
    /// Fetch what is newer; where there is a problem, what helps.
    Refresh,
    /// Fetch the range on screen again.
    RefetchRange,
    /// Open the sign-in page in a browser here.
    OpenBrowser,
    /// Type the address instead of pasting it.
    TypeAddress,
    /// What the browser may have shown.
    BrowserCauses,
    /// How the browser reaches ringlog through SSH.
    Tunnel,
    /// Sign in by a code typed on another device.
    DeviceCode,
    /// How to sign in without a person.
    ServiceAccount,
    /// Sign out.
    SignOut,
    /// Sign out and delete the calls here.
    DeleteCalls,
    /// Play it.
    Play,
    /// Download the marked ones.
    Download,
    /// Go to the call behind it.
    CallBehind,
    /// Open the folder of its file.
    OpenFolder,
    /// Fetch how calls went.
    FetchPaths,
    /// Read what was said in calls.
    FetchTexts,
    /// End a job early.
    CancelJob,
    /// Pause a job, or go on with it.
    PauseJob,
    /// Let it begin at a time.
    PutOff,
    /// Forget the jobs that are over.
    ForgetJobs,
    /// Say yes.
    Yes,
    /// Change the choice.
    Toggle,
}

impl Action {
    /// True for those that a digit opens a view with.
    pub(super) const fn is_tab(self) -> bool {
        matches!(self, Self::ViewCalls | Self::ViewRecordings | Self::ViewVoicemail | Self::ViewStats | Self::ViewJobs)
    }
}

/// The name that `config.toml` uses.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
