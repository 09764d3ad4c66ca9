require 'base64'
require 'fileutils'
require 'minitest/autorun'
require 'tmpdir'
require_relative 'recorder'
require_relative '../lib/cluster'

# What `vagrant up` would ask each provider for. GOLDEN_UPDATE=true writes the expected file anew.
class VagrantfileTest < Minitest::Test
  HERE = File.expand_path('..', __dir__)
  USER_DATA = <<~YAML.freeze
    #cloud-config

    coreos:
      etcd2:
        # one from https://discovery.etcd.io/new
        #discovery: https://discovery.etcd.io/<token>
        advertise-client-urls: http://$public_ipv4:2379
        initial-advertise-peer-urls: http://$private_ipv4:2380
        listen-client-urls: http://0.0.0.0:2379,http://0.0.0.0:4001
        listen-peer-urls: http://$private_ipv4:2380,http://$private_ipv4:7001
      units:
        - name: etcd2.service
          command: start
    write_files:
      - path: /etc/motd
        permissions: 0644   # octal stays octal
        content: "yes"
  YAML

  def setup
    @directory = Dir.mktmpdir
    %w[settings.yml user-data].each { |name| FileUtils.cp(File.join(HERE, name), @directory) }
    # what it requires is there already
    write('Vagrantfile', File.read(File.join(HERE, 'Vagrantfile')).sub(/^require_relative .*$/, ''))
    FileUtils.mkdir_p(File.join(@directory, '.vagrant/muster'))
    write('.vagrant/muster/secret', 'a secret of the machines')
    write('muster.deb', 'a package')
    setting('package', 'muster.deb')
  end

  def teardown
    FileUtils.rm_rf(@directory)
  end

  def test_what_each_provider_is_asked_for
    expected = File.join(__dir__, 'rendered.txt')
    setting('machines', 1)
    write('user-data', USER_DATA)
    rendered = render
    File.write(expected, rendered) if ENV['GOLDEN_UPDATE'] == 'true'

    assert_equal File.read(expected), rendered
  end

  def test_settings_of_coreos_vagrant_count_and_its_file_is_not_written_to
    write('user-data', USER_DATA)
    write('config.rb', <<~RUBY)
      $num_instances=2
      $new_discovery_url="https://discovery.etcd.io/new?size=\#{$num_instances}"
      if File.exists?('user-data') && ARGV[0].eql?('up')
        require 'open-uri'
        File.open('user-data', 'w') { |file| file.write(URI.open($new_discovery_url).read) }
      end
      $instance_name_prefix="node"
      $vm_memory = 2048
      $vb_cpus = 2
      $shared_folders = {'/srv/app' => '/app'}
      $forwarded_ports = { 80 => 8080 }
      $expose_docker_tcp=2375
    RUBY
    ARGV.unshift('up')

    rendered = render

    assert_equal USER_DATA, read('user-data')
    assert_equal 'up', ARGV.shift
    assert_includes rendered, 'node-02 vm.hostname "node-02"'
    refute_includes rendered, 'node-03'
    assert_includes rendered, 'node-01 vm.virtualbox: memory 2048'
    assert_includes rendered, 'node-01 vm.virtualbox: cpus 2'
    assert_includes rendered, 'node-02 vm.network "forwarded_port", guest: 2375, host: 2376, host_ip: "127.0.0.1"'
    assert_includes rendered, 'node-01 vm.network "forwarded_port", guest: 80, host: 8080'
    assert_includes rendered, 'node-01 vm.synced_folder "/srv/app", "/app"'
    assert_includes rendered, "    discovery: http://172.17.8.101:8087/<token>\n"
  ensure
    Muster::Settings::GLOBALS.each_value { |globals| globals.each { |global| Muster::ConfigRb.set(global, nil) } }
  end

  def test_a_setting_that_is_none_is_told
    setting('memori', 1)
    assert_match(/has no setting 'memori'; there are machines, /, refused { load_cluster })
  end

  def test_a_value_that_cannot_be_is_told
    { 'machines' => 0, 'subnet' => '172.17.8.0/16', 'name_prefix' => 'a_b', 'discovery' => 'both' }.each do |name, value|
      setting(name, value)
      assert_match(/the setting '#{name}' is #{Regexp.escape(value.inspect)} and must/, refused { load_cluster })
      FileUtils.cp(File.join(HERE, 'settings.yml'), @directory)
    end
  end

  def test_nothing_starts_from_user_data_with_errors
    write('user-data', "#cloud-config\ncoreos:\n  etcd2:\n    heartbeat-interval: [\n")
    told = refused { load_cluster.check(:virtualbox) }
    assert_match(/user-data has errors, so no machine is started/, told)
    assert_match(%r{/user-data:\d+:\d+: error: }, told)
  end

  def test_nothing_starts_without_a_package_and_sound_user_data_passes
    setting('subnet', '198.51.100.0/24')
    write('user-data', USER_DATA)
    load_cluster.check(:virtualbox)
    File.delete(File.join(@directory, 'muster.deb'))
    assert_match(%r{no package muster.deb; './muster package' makes it}, refused { load_cluster.check(:virtualbox) })
  end

  def test_what_machines_shared_goes_with_the_last_one
    write('.vagrant/machines/core-01/docker/id', 'x')
    cluster = load_cluster
    cluster.forget
    assert File.exist?(File.join(@directory, '.vagrant/muster/secret'))
    File.delete(File.join(@directory, '.vagrant/machines/core-01/docker/id'))
    cluster.forget
    refute File.exist?(File.join(@directory, '.vagrant/muster'))
  end

  private

  def load_cluster
    Muster::Cluster.new(@directory)
  end

  # The scripts' fixed part is left out, and the user-data in them made readable.
  def render
    load File.join(@directory, 'Vagrantfile')
    Vagrant.asked.map do |line|
      line = line.sub(/inline: "(.*?)user_data=(\S+?)\\n.*", privileged/m) do
        variables, user_data = Regexp.last_match.captures
        "inline: \n  #{variables.gsub('\n', "\n  ")}user_data=\n#{Base64.decode64(user_data).gsub(/^/, '    ')}, privileged"
      end
      line.gsub(@directory, 'HERE').gsub(%r{\S*(/target/machine_key)}, '"DIST\1')
    end.join("\n") << "\n"
  end

  def refused(&block)
    assert_raises(Muster::Refused, &block).message
  end

  def setting(name, value)
    values = YAML.safe_load(read('settings.yml'))
    write('settings.yml', YAML.dump(values.merge(name => value)))
  end

  def write(name, content)
    file = File.join(@directory, name)
    FileUtils.mkdir_p(File.dirname(file))
    File.write(file, content)
  end

  def read(name)
    File.read(File.join(@directory, name))
  end
end
