package io.steward.plugin.filetransfer;

import io.steward.api.Description;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a file is to be like. What is not said stays as it was, where a file is replaced.
///
/// @param mode its permissions, as octal digits
/// @param owner whose it is
/// @param group which group's it is
public record FileRights(
    @Description("The permissions, as in \"0640\".") Optional<String> mode,
    @Description("Whose it is.") Optional<String> owner,
    @Description("Which group's it is.") Optional<String> group) {

  /// Nothing is said.
  static final FileRights UNSAID =
      new FileRights(Optional.empty(), Optional.empty(), Optional.empty());

  private static final UserPrincipalLookupService NAMES =
      FileSystems.getDefault().getUserPrincipalLookupService();
  private static final int ORDINARY = 0644;
  private static final int BITS = 9;

  /// @throws IllegalArgumentException when the mode is none
  public FileRights {
    if (mode.filter(digits -> !digits.matches("0?[0-7]{3}")).isPresent()) {
      throw new IllegalArgumentException("mode is three octal digits, as in \"0640\"");
    }
  }

  /// Makes a file so.
  ///
  /// @param view of the file
  /// @param before what it replaces, if that is so
  void give(PosixFileAttributeView view, Optional<PosixFileAttributes> before) throws IOException {
    // the owner first: a change of it takes permissions away
    PosixFileAttributes now = view.readAttributes();
    if (owner.isPresent()) {
      view.setOwner(known("user", owner.get(), NAMES::lookupPrincipalByName));
    } else if (before.isPresent() && !before.get().owner().equals(now.owner())) {
      view.setOwner(before.get().owner());
    }
    if (group.isPresent()) {
      view.setGroup(known("group", group.get(), NAMES::lookupPrincipalByGroupName));
    } else if (before.isPresent() && !before.get().group().equals(now.group())) {
      view.setGroup(before.get().group());
    }
    Optional<Set<PosixFilePermission>> said =
        mode.map(digits -> permissions(Integer.parseInt(digits, 8)));
    view.setPermissions(
        said.or(() -> before.map(PosixFileAttributes::permissions))
            .orElseGet(() -> permissions(ORDINARY)));
  }

  /// Where names of users or groups are looked up.
  @FunctionalInterface
  private interface Names<T> {
    T find(String name) throws IOException;
  }

  private static <T> T known(String kind, String name, Names<T> names) throws IOException {
    try {
      return names.find(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new RefusedException("there is no " + kind + " \"" + name + "\" here");
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's to the others'
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS; bit++) {
      if ((mode & (1 << (BITS - 1 - bit))) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }

  /// The mode of a file, as it is said.
  static String mode(PosixFileAttributes attributes) {
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) { // from the owner's down
      mode = (mode << 1) | (attributes.permissions().contains(each) ? 1 : 0);
    }
    return String.format("%04o", mode);
  }
}
