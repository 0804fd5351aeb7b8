package io.millrace.spark.stream;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Files of HDFS, whose rename without overwriting is atomic. */
final class HadoopAtomicFiles implements AtomicFiles {

  private final Path root;
  private final FileContext files;

  HadoopAtomicFiles(Path root, Configuration configuration) throws IOException {
    this.root = root;
    files = FileContext.getFileContext(root.toUri(), configuration);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    Path target = new Path(root, name);
    Path draft = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try (FSDataOutputStream out =
        files.create(draft, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
      out.write(content);
    }
    try {
      files.rename(draft, target, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      files.delete(draft, false);
      return false;
    }
  }

  @Override
  public Optional<byte[]> read(String name) throws IOException {
    try (FSDataInputStream in = files.open(new Path(root, name))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> entries = files.listStatus(new Path(root, directory));
      while (entries.hasNext()) {
        names.add(entries.next().getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return names;
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    Path directory = new Path(root, name);
    if (files.util().exists(directory)) {
      files.delete(directory, true);
    }
  }

  @Override
  public String root() {
    return root.toString();
  }
}
