namespace Notejam.Web.Layout;

/// <summary>What happened, what is safe, and what can be done: the words of each error's page.</summary>
sealed record ErrorMessage(string Title, string Text, string Button = "All notes", string Link = "/")
{
    /// <param name="status">The answer's status.</param>
    /// <param name="isStale">The form's token does not fit whoever is signed in now.</param>
    /// <param name="canSave">The page carries what was typed, with a button that saves it.</param>
    /// <param name="page">The page from which it can be done again.</param>
    /// <param name="isUnread">
    /// A form was sent, and refused before it was read: only the browser has what was typed.
    /// </param>
    public static ErrorMessage Of(int status, bool isStale, bool canSave, string page, bool isUnread) =>
        (status, canSave) switch
        {
            (400, true) => new("This form cannot be used any more",
                "Since it was opened somebody signed in or out, or this browser lost a cookie. " +
                "Nothing is lost: what you wrote is here, and can be saved again."),
            (400, false) when isStale => new("This form cannot be used any more",
                "Since it was opened somebody signed in or out, or this browser lost a cookie. " +
                "Nothing was changed: open it again.",
                "Open it again", page),
            (401, true) => new("Nothing is lost",
                "You were signed out before this was saved. " +
                "Sign in in another window, come back to this page, and save again."),
            (401, false) => new("Sign in to go on",
                "You were signed out, and nothing was changed. Sign in, and do it again.",
                "Sign in", $"/signin/?next={Uri.EscapeDataString(page)}"),
            (403, _) => new("This came from another site", "Nothing was changed. If you meant it, do it in Notejam."),
            (404, _) => new("There is nothing at this address",
                "The note or pad may have been deleted, or it belongs to somebody else."),
            (405, _) => new("This address does not take that", "It can be read, but nothing can be sent to it."),
            (408, _) => new("This took too long",
                "The connection was too slow, and nothing was saved. " +
                "Nothing is lost: go back with your browser, and save again."),
            (413, _) => new("This is too long",
                "A note holds at most 100,000 characters. " +
                "Nothing is lost: go back with your browser and shorten it, or make two notes of it."),
            (503, true) => new("Back in a moment",
                "Notejam is not answering just now. Your notes are safe, and what you wrote is kept in this page: " +
                "leave it open, and save again in a minute."),
            (503, false) when isUnread => new("Back in a moment",
                "Too many long texts are on their way just now. " +
                "Nothing is lost: go back with your browser, and save again in a minute."),
            (503, false) => new("Back in a moment",
                "Notejam is not answering just now. Your notes are safe: try again in a minute.",
                "Try again", page),
            ( >= 400 and < 500, _) => new("This cannot be understood",
                "What was sent is not what this page understands. Go back with your browser and try again."),
            (_, true) => new("Something went wrong",
                "Your notes are safe, and what you wrote is kept in this page: save again. " +
                "If it happens again, tell whoever runs this server."),
            _ => new("Something went wrong",
                "Your notes are safe. Go back with your browser and try again; " +
                "if it happens again, tell whoever runs this server."),
        };
}
