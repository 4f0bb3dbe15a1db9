using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace Notejam.Web.Markdown;

/// <summary>
/// How the text of a note reads: CommonMark with tables, tasks, footnotes, strikethrough and bare addresses
/// (docs/decisions/055). HTML in a text is text. What would cost too much is shown as it was typed.
/// </summary>
static class NoteMarkdown
{
    /// <summary>For each link without an end the parser looks through the rest of the text.</summary>
    const int MostLinks = 5_000;

    /// <summary>Each row of a table is filled up to the widest.</summary>
    const int MostCells = 100_000;

    static readonly MarkdownPipeline Pipeline = Build();

    /// <param name="text">The text of a note.</param>
    /// <param name="canTick">Whether tasks are buttons of the form "tasks", or only shown.</param>
    /// <param name="targets">Where its links to other notes lead.</param>
    public static string ToHtml(string text, bool canTick, NoteLinkTargets targets)
    {
        if (Parse(text) is { } note)
        {
            try
            {
                return NoteRenderer.Render(note, text, canTick, targets);
            }
            catch (Exception tooMuch) when (tooMuch is TooLargeException || IsTooDeep(tooMuch))
            {
                // As it was typed.
            }
        }
        return $"""<p dir="auto">{NoteRenderer.Encode(text)}</p>""";
    }

    /// <summary>Null for what nobody writes, and would take seconds.</summary>
    public static MarkdownDocument? Parse(string text)
    {
        if (text.AsSpan().Count("](") > MostLinks || MayHaveTooManyCells(text)) return null;
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException tooMuch) when (IsTooDeep(tooMuch))
        {
            return null;
        }
    }

    /// <summary>Quotes, lists or brackets in each other, more than 128 deep.</summary>
    static bool IsTooDeep(Exception thrown) =>
        thrown is ArgumentException && thrown.Message.Contains("too deeply nested", StringComparison.Ordinal);

    static bool MayHaveTooManyCells(string text)
    {
        var (rows, widest) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var bars = line.Count('|');
            if (bars == 0) continue;
            rows++;
            widest = Math.Max(widest, bars);
        }
        return (long)rows * (widest + 1) > MostCells;
    }

    static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UsePipeTables()
            .UseFootnotes()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks(new() { UseHttpsForWWWLinks = true });
        builder.InlineParsers.Insert(0, new NoteLinkParser());
        builder.InlineParsers.Insert(0, new TaskParser());
        return builder.Build();
    }
}
