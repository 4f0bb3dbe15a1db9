using System.Diagnostics.Metrics;

namespace Notejam.Web.Accounts;

/// <summary>What happens at the door, and never to whom.</summary>
sealed class AccountMetrics
{
    readonly Counter<long> signIns, shed;

    public AccountMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Notejam.Web");
        signIns = meter.CreateCounter<long>("notejam.sign_ins", "{attempt}", "Tries to sign in, by result.");
        shed = meter.CreateCounter<long>("notejam.requests.shed", "{request}", "Requests answered with 503 because too many others waited, by what they waited for.");
        foreach (var result in new[] { "succeeded", "refused", "limited" }) signIns.Add(0, Tag("result", result));
        shed.Add(0, Tag("reason", "hashing"));
    }

    public void SignIn(bool succeeded) => signIns.Add(1, Tag("result", succeeded ? "succeeded" : "refused"));
    public void SignInLimited() => signIns.Add(1, Tag("result", "limited"));
    public void HashingShed() => shed.Add(1, Tag("reason", "hashing"));

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
