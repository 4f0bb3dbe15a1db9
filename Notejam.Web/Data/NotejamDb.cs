using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Accounts.Kept;
using Notejam.Web.Accounts.Mail;
using Notejam.Web.History;
using Notejam.Web.Notes;
using Notejam.Web.Pads;
using Notejam.Web.Trash;

namespace Notejam.Web.Data;

/// <summary>
/// The database as one person sees it: the filter "Owner" is part of every query for notes and pads, and so is the
/// filter "Trash" unless a query says that it means what is there, too.
/// </summary>
sealed class NotejamDb(DbContextOptions<NotejamDb> options, CurrentUser user)
    : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>
    /// Orders names as people do: in any language, "Note 2" before "Note 10", the same on every server (migration
    /// SortNamesNaturally).
    /// </summary>
    const string NaturalOrder = "natural_order";

    Guid OwnerId => user.Id;

    public DbSet<Note> Notes => Set<Note>();
    public DbSet<NoteRevision> Revisions => Set<NoteRevision>();
    public DbSet<Pad> Pads => Set<Pad>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<KeptForm> KeptForms => Set<KeptForm>();
    public DbSet<OutboxMail> Outbox => Set<OutboxMail>();
    public DbSet<Allowance> Allowances => Set<Allowance>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        MapAccounts(builder);
        builder.Entity<Pad>(pad =>
        {
            pad.HasQueryFilter("Owner", p => p.OwnerId == OwnerId);
            pad.HasQueryFilter(TrashBin.Filter, p => p.TrashedAt == null);
            pad.Property(p => p.Id).ValueGeneratedNever();
            pad.Property(p => p.OwnerId).IsConcurrencyToken();
            pad.Property(p => p.Name).HasMaxLength(Pad.NameLength).UseCollation(NaturalOrder);
            // What the previous version inserts has none.
            pad.Property(p => p.UsedAt).HasDefaultValueSql("now()");
            pad.Property(p => p.NoteCount).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
            pad.HasOne<User>().WithMany().HasForeignKey(p => p.OwnerId);
            pad.HasAlternateKey(p => new { p.OwnerId, p.Id });
            pad.HasIndex(p => new { p.OwnerId, p.Name });
        });
        builder.Entity<Note>(note =>
        {
            note.HasQueryFilter("Owner", n => n.OwnerId == OwnerId);
            note.HasQueryFilter(TrashBin.Filter, n => n.TrashedAt == null);
            note.Property(n => n.Id).ValueGeneratedNever();
            // Not against concurrency: so that the owner also stands in the WHERE of an UPDATE.
            note.Property(n => n.OwnerId).IsConcurrencyToken();
            note.Property(n => n.Name).HasMaxLength(Note.NameLength).UseCollation(NaturalOrder);
            note.Property(n => n.Excerpt).HasMaxLength(Excerpt.Length);
            // Whoever was slower finds no row to change, and looks again. The defaults are for what the previous
            // version inserts.
            note.Property(n => n.Revision).HasDefaultValue(1).IsConcurrencyToken();
            note.Property(n => n.IsKept).HasDefaultValue(false).IsConcurrencyToken();
            note.Property(n => n.TrashedAt).IsConcurrencyToken();
            note.Property(n => n.Tags).HasDefaultValueSql("'{}'").IsConcurrencyToken();
            note.HasOne<User>().WithMany().HasForeignKey(n => n.OwnerId);
            // The pair makes it impossible, also by hand in SQL, to put a note into somebody else's pad.
            note.HasOne<Pad>()
                .WithMany()
                .HasForeignKey(n => new { n.OwnerId, n.PadId })
                .HasPrincipalKey(p => new { p.OwnerId, p.Id })
                .OnDelete(DeleteBehavior.Cascade);
            note.HasIndex(n => new { n.OwnerId, n.UpdatedAt, n.Id }).IsDescending(false, true, true);
            note.HasIndex(n => new { n.OwnerId, n.PadId, n.UpdatedAt, n.Id }).IsDescending(false, false, true, true);
            note.HasIndex(n => new { n.OwnerId, n.Name, n.Id });
            note.HasIndex(n => new { n.OwnerId, n.PadId, n.Name, n.Id });
            note.HasIndex(n => new { n.OwnerId, n.TrashedAt, n.Id })
                .IsDescending(false, true, false)
                .HasFilter("trashed_at IS NOT NULL");
            note.HasIndex(n => new { n.OwnerId, n.ArchivedAt, n.Id })
                .IsDescending(false, true, false)
                .HasFilter("archived_at IS NOT NULL");
            note.HasIndex(n => new { n.OwnerId, n.PinnedAt }).HasFilter("pinned_at IS NOT NULL");
            note.HasIndex(n => new { n.OwnerId, n.BatchId }).HasFilter("batch_id IS NOT NULL");
        });
        builder.Entity<NoteRevision>(revision =>
        {
            revision.ToTable("note_revisions");
            revision.HasQueryFilter("Owner", r => r.OwnerId == OwnerId);
            revision.Property(r => r.Id).ValueGeneratedNever();
            revision.Property(r => r.Name).HasMaxLength(Note.NameLength);
            revision.HasOne<Note>().WithMany().HasForeignKey(r => r.NoteId);
            revision.HasIndex(r => new { r.NoteId, r.WrittenAt, r.Id });
        });
    }

    static void MapAccounts(ModelBuilder builder)
    {
        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.Id).ValueGeneratedNever();
            string[] emails =
            [
                nameof(User.Email),
                nameof(User.NormalizedEmail),
                nameof(User.UserName),
                nameof(User.NormalizedUserName),
            ];
            foreach (var email in emails)
                user.Property(email).HasMaxLength(User.EmailLength).IsRequired();
            user.Property(u => u.NoteCount).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
            user.Property(u => u.TrashCount).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
            user.Property(u => u.ArchiveCount).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
            user.Property(u => u.ContentVersion).HasDefaultValue(Guid.Empty).ValueGeneratedOnAddOrUpdate();
            user.HasIndex(u => u.NormalizedEmail).IsUnique().HasDatabaseName("ix_users_normalized_email");
            user.HasIndex(u => u.NormalizedUserName).IsUnique().HasDatabaseName("ix_users_normalized_user_name");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<Session>(session =>
        {
            session.HasKey(s => s.KeyHash);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        });
        builder.Entity<KeptForm>(kept =>
        {
            kept.HasKey(f => f.KeyHash);
            kept.HasOne<User>().WithMany().HasForeignKey(f => f.OwnerId);
        });
        builder.Entity<Allowance>(allowance =>
        {
            allowance.HasKey(a => a.Key);
            allowance.HasIndex(a => a.EmptyAt);
        });
        builder.Entity<OutboxMail>(mail =>
        {
            mail.ToTable("outbox");
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.Property(m => m.Address).HasMaxLength(User.EmailLength);
            mail.Property(m => m.Result).HasConversion<string>().HasMaxLength(10);
            mail.Property(m => m.Version).IsRowVersion();
            mail.HasIndex(m => new { m.Address, m.AskedAt });
            mail.HasIndex(m => m.DueAt).HasFilter("finished_at IS NULL");
        });
        builder.Entity<DataProtectionKey>(key =>
        {
            key.HasKey(k => k.FriendlyName);
            key.Property(k => k.FriendlyName).HasColumnName("name");
            key.Property(k => k.Xml).IsRequired();
            key.Ignore(k => k.Id);
        });
    }
}
