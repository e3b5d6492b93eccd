//! Playing a series: the sessions of the range come in one after another.

use super::state::{Place, Workspace};

/// A range that is being played. What is shown of it is the workspace's range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Play {
    /// The whole of it, as places in time order.
    pub whole: (usize, usize),
    /// Whether it goes on by itself.
    pub runs: bool,
    /// How far it has come.
    at: usize,
    /// Since when that is on the screen, in seconds of the window's clock.
    shown_at: Option<f64>,
}

impl Workspace {
    /// The range that is being played, whether it runs or rests.
    pub const fn played(&self) -> Option<&Play> {
        self.play.as_ref()
    }

    /// Whether there is more than one session to play.
    pub fn can_play(&self) -> bool {
        self.place == Place::Review && (self.play.is_some() || self.range.0 < self.range.1)
    }

    /// Begins to play the range, rests, or goes on.
    pub fn toggle_play(&mut self) {
        if !self.can_play() {
            return;
        }
        if let Some(play) = &mut self.play {
            play.runs = !play.runs;
            play.shown_at = None;
        } else {
            let whole = self.range;
            self.range.1 = whole.0;
            self.play = Some(Play { whole, runs: true, at: whole.0, shown_at: None });
        }
    }

    /// Stops and shows the whole range again. Returns whether anything was being played.
    pub fn stop_play(&mut self) -> bool {
        let Some(play) = self.play.take() else { return false };
        if self.range == (play.whole.0, play.at) {
            self.range = play.whole;
        }
        true
    }

    /// Shows the next session once the one before has been on the screen for so long. Returns after how many seconds
    /// to ask again; none while nothing is played, and while something is still being counted or drawn, which asks for
    /// the next frame itself.
    pub fn step_play(&mut self, clock: f64, seconds_each: f64) -> Option<f64> {
        let mut play = self.play?;
        if self.place != Place::Review || self.range != (play.whole.0, play.at) {
            // The handles were moved meanwhile, or the place was left.
            self.play = None;
            return None;
        }
        if !play.runs {
            return None;
        }
        let shown = self.heat.shown().is_some_and(|shown| shown.range == self.shown_range());
        let since = *play.shown_at.get_or_insert(clock);
        if !shown {
            play.shown_at = None;
            self.play = Some(play);
            return None;
        }
        let left = since + seconds_each - clock;
        if left > 0.0 {
            self.play = Some(play);
            return Some(left);
        }
        if play.at >= play.whole.1 {
            self.play = None;
            return None;
        }
        play.at += 1;
        play.shown_at = None;
        self.range.1 = play.at;
        self.play = Some(play);
        None
    }
}
