using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Trash;

namespace Notejam.Web.Notes;

/// <summary>A line for the end of a note, from the page where it is read: what was changed meanwhile stays.</summary>
static partial class AppendLine
{
    public static async Task<Results<
        SeeOther,
        PageResult<EditNotePage>,
        PageResult<NoteTrashedPage>,
        PageResult<NoteGonePage>>> PostAsync(
        Guid id,
        [FromForm] string? line,
        [FromForm] int? revision,
        NotejamDb db,
        TimeProvider time,
        Flash flash,
        NoteMetrics metrics)
    {
        var typed = TextInput.Line(line);
        for (var tries = 0; tries < Conflicts.Tries; tries++)
        {
            if (await db.AllNotes().FirstOrDefaultAsync(n => n.Id == id) is not { } note)
                return FormResults.NotFound<NoteGonePage>(new { Form = new NoteForm { Text = typed } });
            if (typed.Length == 0) return Answer("Nothing was added: the line was empty.");
            var isRepeated = revision != note.Revision && note.Text.EndsWith($"\n{typed}", StringComparison.Ordinal);
            if (isRepeated) return Answer("Line added.");
            var form = NoteForm.Of(note).With(note.Name, After(note.Text, typed));
            if (note.TrashedAt is { } at) return await NoteTrashed.AnswerAsync(db, note, form, at);
            if (!await form.CheckAsync(db)) return FormResults.Invalid<EditNotePage>(new { Id = id, Form = form });
            if (note.Edit(note.Name, form.Text, note.PadId, time.GetUtcNow()) is { } replaced) db.Add(replaced);
            if (!await db.SaveUnlessChangedAsync()) continue;
            metrics.Edited();
            return Answer("Line added.");
        }
        throw Conflicts.TooManyTries();

        SeeOther Answer(string message)
        {
            flash.Set(message);
            return new SeeOther($"/notes/{id}/#line");
        }
    }

    /// <summary>
    /// Directly below, unless it would become a part of what stands there, or make a heading of it.
    /// </summary>
    static string After(string text, string line)
    {
        var above = text.TrimEnd();
        var last = above[(above.LastIndexOf('\n') + 1)..];
        var standsAlone = Block().IsMatch(last) && !Block().IsMatch(line) || line.Trim('-', '=', ' ').Length == 0;
        var lineEnds = text.AsSpan(above.Length).Count('\n');
        return text + new string('\n', Math.Max(0, (standsAlone ? 2 : 1) - lineEnds)) + line;
    }

    public static IResult ShowAgain(Guid id, IFormCollection fields) =>
        new PageResult<NotePage>(new { Id = id, Line = fields["line"].ToString() });

    /// <summary>A line of a list, a quotation or a table.</summary>
    [GeneratedRegex(@"^\s*(?:[-*+>|]|\d{1,9}[.)])(?:\s|$)|^\s+\S|\|\s*$")]
    private static partial Regex Block();
}
