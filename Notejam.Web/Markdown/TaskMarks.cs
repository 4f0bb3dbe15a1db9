using Markdig.Syntax;

namespace Notejam.Web.Markdown;

/// <summary>The boxes of the tasks in a text.</summary>
static class TaskMarks
{
    /// <summary>Whether it is worth looking.</summary>
    public static bool MayBeIn(string text) =>
        text.Contains("[ ]", StringComparison.Ordinal) || text.Contains("[x]", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The text with a task ticked or not, and nothing else changed; the same text if the task is so already; null if
    /// there is none of this number.
    /// </summary>
    /// <param name="number">In the order of the page, from 1.</param>
    public static string? Set(string text, int number, bool isDone)
    {
        var task = NoteMarkdown.Parse(text)?.Descendants<ListItemBlock>()
            .Select(TaskParser.TaskOf)
            .Where(t => t is not null)
            .ElementAtOrDefault(number - 1);
        if (task is null) return null;
        if (task.Checked == isDone) return text;
        var mark = task.Span.Start + 1;
        return $"{text[..mark]}{(isDone ? 'x' : ' ')}{text[(mark + 1)..]}";
    }
}
