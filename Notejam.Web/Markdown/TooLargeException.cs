namespace Notejam.Web.Markdown;

/// <summary>
/// A text becomes more HTML than a page may be: a long address can be referred to thousands of times.
/// </summary>
sealed class TooLargeException : Exception;
