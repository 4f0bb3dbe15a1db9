using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Notejam.Web.Markdown;

/// <summary>
/// "[ ]" and "[x]" at the beginning of a list's item. The parser of the library takes them for tasks in the midst of a
/// line, too, and where a link begins: "[x](address)".
/// </summary>
sealed class TaskParser : InlineParser
{
    const int Length = 3;

    public TaskParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Block is not ParagraphBlock { Parent: ListItemBlock item } paragraph || item[0] != paragraph)
            return false;
        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        if (start != paragraph.Span.Start) return false;
        var mark = slice.PeekChar(1);
        if (mark is not (' ' or 'x' or 'X') || slice.PeekChar(2) != ']' || !slice.PeekChar(Length).IsWhiteSpaceOrZero())
            return false;
        processor.Inline = new TaskList
        {
            Checked = mark != ' ',
            Span = new(start, start + Length - 1),
            Line = line,
            Column = column,
        };
        slice.Start += Length;
        slice.TrimStart();
        return true;
    }

    public static TaskList? TaskOf(ListItemBlock item) =>
        item is [ParagraphBlock { Inline.FirstChild: TaskList task }, ..] ? task : null;
}
