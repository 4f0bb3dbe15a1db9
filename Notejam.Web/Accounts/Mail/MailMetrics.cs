using System.Diagnostics.Metrics;

namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// What becomes of mails. The gauges are of the whole outbox, the same at every instance, and survive one that dies.
/// </summary>
sealed class MailMetrics
{
    static readonly MailResult[] Counted = [MailResult.Sent, MailResult.Failed, MailResult.Unknown, MailResult.Limited];

    readonly Counter<long> mails;
    readonly Gauge<long> waiting, lost;
    readonly Gauge<double> oldest;

    public MailMetrics(Meter meter)
    {
        mails = meter.CreateCounter<long>("notejam.mails", "{mail}", "Mails, by what became of them.");
        waiting = meter.CreateGauge<long>("notejam.mails.waiting", "{mail}", "Mails that wait to be sent.");
        oldest = meter.CreateGauge<double>(
            "notejam.mails.waiting.longest", "s", "How long the one that waits longest has waited.");
        lost = meter.CreateGauge<long>(
            "notejam.mails.lost", "{mail}", "Mails of the last hour that were not sent, or nobody knows, by result.");
        foreach (var result in Counted) mails.Add(0, Tag(result));
        mails.Add(0, KeyValuePair.Create<string, object?>("result", "dropped"));
    }

    public void Count(MailResult result, int mails = 1)
    {
        if (Counted.Contains(result)) this.mails.Add(mails, Tag(result));
    }

    public void CountDropped() => mails.Add(1, KeyValuePair.Create<string, object?>("result", "dropped"));

    public void Show(OutboxState state)
    {
        waiting.Record(state.Waiting);
        oldest.Record(state.Longest.TotalSeconds);
        lost.Record(state.Failed, Tag(MailResult.Failed));
        lost.Record(state.Unknown, Tag(MailResult.Unknown));
    }

    static KeyValuePair<string, object?> Tag(MailResult result) => new("result", result.ToString().ToLowerInvariant());
}
